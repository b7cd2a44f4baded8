import type { HttpHeaders } from '../ports/http.js';
import { maskedHeader } from './trace-masks.js';

/** The headers of an answer without the cookies and tokens in them. */
export const shownHeaders = (headers: HttpHeaders): HttpHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? maskedHeader(name, value) : value?.map((each) => maskedHeader(name, each)),
    ]),
  );
