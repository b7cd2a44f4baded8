import { cookieIn } from '../cookie.js';
import type { Route } from '../route.js';

/** Where a page of this server gets its CSRF token; programs need none, so it is no part of the API's description. */
export const csrfRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/session',
    access: 'public',
    handle({ state: { csrf, cookieName }, request }) {
      const token = csrf.issue(cookieIn(request.headers.cookie, cookieName));
      return {
        status: 200,
        headers: {
          'Set-Cookie': `${csrf.cookieName}=${token}; SameSite=Strict; Path=/`,
          'Cache-Control': 'no-store',
        },
        body: { csrf_token: token },
      };
    },
  },
];
