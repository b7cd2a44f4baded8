/** Whether a server still takes a session, as it says itself. */
export interface Acceptance {
  /** `expired`: it was not asked, since the session has ended by what is known of it. `unknown`: its answers say neither. */
  readonly result: 'accepted' | 'refused' | 'expired' | 'unknown' | 'unreachable';
  /** What was asked: `GET https://api.example/me`. */
  readonly asked: string | null;
  /** What it answered (`answered 200`); where nothing was asked, or several things, in words of their own. */
  readonly why: string;
  /** Whether the session was renewed for it. */
  readonly renewed: boolean;
}
