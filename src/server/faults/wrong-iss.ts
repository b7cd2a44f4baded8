import type { WrittenAnswer } from '../written-answer.js';
import type { Fault } from './fault.js';

/** Where an authorization response sends the browser (RFC 6749 section 4.1.2). */
const locationOf = ({ headers, status }: WrittenAnswer): URL | undefined => {
  const { location } = headers;
  return status >= 300 && status < 400 && typeof location === 'string' && URL.canParse(location)
    ? new URL(location)
    : undefined;
};

export const wrongIss: Fault = {
  id: 'wrong-iss',
  group: 'protocol',
  title: 'authorization answers that name another issuer (RFC 9207)',
  parameters: [{ name: 'value', means: 'the issuer', default: 'https://other.example' }],
  concerns: (answer) => locationOf(answer)?.searchParams.has('iss') ?? false,
  spoil(answer, { value }) {
    const location = locationOf(answer);
    location?.searchParams.set('iss', String(value));
    return { ...answer, headers: { ...answer.headers, location: String(location) } };
  },
};
