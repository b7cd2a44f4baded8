import type { Command } from 'commander';
import { flows } from '../login/flows/registry.js';
import { oauthFlows } from '../login/oauth/flows/oauth-registry.js';
import type { FlowName } from '../session/session.js';
import { STORAGE_KINDS, type StorageKind } from '../session/storage-kind.js';
import { optionAdder, several } from './option-adder.js';
import type { PasswordOptions } from './password.js';

/** The options of `authctl login`, as commander hands them over. */
export interface LoginOptions extends PasswordOptions {
  readonly username?: string;
  readonly as?: string;
  readonly flow?: FlowName;
  readonly roleClaim?: string;
  readonly timeout?: string;
  readonly insecureHttp?: boolean;
  readonly config?: string;
  readonly storage?: StorageKind;
  readonly role?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  // A route of the server's own.
  readonly path?: string;
  readonly method?: string;
  readonly usernameField?: string;
  readonly passwordField?: string;
  readonly tokenPointer?: string;
  readonly tokenFrom?: string;
  readonly scheme?: string;
  readonly encoding?: 'json' | 'form';
  readonly loginPage?: string;
  readonly csrf?: string;
  readonly apiKeyStdin?: boolean;
  readonly apiKeyHeader?: string;
  readonly tokenStdin?: boolean;
  // An OAuth client.
  readonly clientId?: string;
  readonly clientSecretStdin?: boolean;
  readonly clientJwtKey?: string;
  readonly clientAuth?: ClientAuthWord;
  readonly register?: boolean;
  readonly scope?: string;
  readonly audience?: string;
  readonly resource?: readonly string[];
  readonly param?: readonly string[];
  readonly dpop?: boolean;
  readonly par?: boolean;
  readonly forceRefresh?: boolean;
  // A browser.
  /** False with `--no-browser`. */
  readonly browser?: boolean;
  readonly callbackHost?: string;
  readonly callbackPort?: string;
  readonly callbackPath?: string;
  readonly loginTimeout?: string;
  readonly prompt?: string;
  readonly loginHint?: string;
  readonly acrValues?: string;
  // Something that was got elsewhere.
  readonly subjectTokenStdin?: boolean;
  readonly subjectTokenFile?: string;
  readonly subjectTokenEnv?: string;
  readonly subjectTokenType?: string;
  readonly subjectTokenAudience?: string;
  readonly refreshTokenStdin?: boolean;
}

export const CLIENT_AUTH_WORDS = ['basic', 'post', 'private-key-jwt', 'tls', 'none'] as const;
export type ClientAuthWord = (typeof CLIENT_AUTH_WORDS)[number];

/** Gives `authctl login` its options. */
export function addLoginOptions(command: Command): void {
  const option = optionAdder(command);
  option('-u, --username <name>', 'who logs in', 'AUTHCTL_USERNAME');
  option('--password-stdin', 'read the password from standard input').conflicts('passwordFile');
  option('--password-file <file>', 'read the password from a file', 'AUTHCTL_PASSWORD_FILE');
  option('--as <name>', 'name of the session; default: the user name', 'AUTHCTL_AS');
  option('--flow <flow>', 'how to log in; default: found out from the server', 'AUTHCTL_FLOW').choices([
    ...flows.map(({ name }) => name),
    'basic',
    'api-key',
    'token',
    ...oauthFlows.map(({ name }) => name),
  ]);
  option('--role <role>', 'the subject of authctl.yaml that has this role', 'AUTHCTL_ROLE');
  option('--all', 'every subject of authctl.yaml, at once').conflicts(['as', 'role', 'username']);
  option('--dry-run', 'show what would be sent, secrets masked, and send nothing');
  option('--role-claim <pointer>', 'JSON Pointer to the role in the token', 'AUTHCTL_ROLE_CLAIM');
  option('--timeout <seconds>', 'for each request; default: 30', 'AUTHCTL_TIMEOUT');
  option('--insecure-http', 'allow plain HTTP to another machine', 'AUTHCTL_INSECURE_HTTP');
  option('--storage <kind>', 'keep all sessions in this way from now on', 'AUTHCTL_STORAGE').choices(
    STORAGE_KINDS,
  );
  option('--config <file>', 'the configuration; default: authctl.yaml here or above', 'AUTHCTL_CONFIG');

  command.optionsGroup(
    'A login route of the API (json, form, session; --path also for basic, api-key, token):',
  );
  option('--path <path>', 'path of the login route; default: found out, or /login', 'AUTHCTL_PATH');
  option('--method <method>', 'method of the login route; default: POST', 'AUTHCTL_METHOD');
  option('--username-field <field>', 'what the server calls the user name', 'AUTHCTL_USERNAME_FIELD');
  option('--password-field <field>', 'what the server calls the password', 'AUTHCTL_PASSWORD_FIELD');
  option('--token-pointer <pointer>', 'JSON Pointer to the token in the answer', 'AUTHCTL_TOKEN_POINTER');

  option(
    '--token-from <place>',
    'header:NAME or cookie:NAME, where the token is not in the body',
    'AUTHCTL_TOKEN_FROM',
  );
  option('--scheme <word>', 'the word before the token in Authorization; default: Bearer', 'AUTHCTL_SCHEME');
  option('--encoding <kind>', 'how session sends the form; default: what is described, or json').choices([
    'json',
    'form',
  ]);
  option('--login-page <path>', 'page to visit first, for its cookies and CSRF token', 'AUTHCTL_LOGIN_PAGE');
  option('--csrf <rule>', 'such as cookie:XSRF-TOKEN=header:X-XSRF-TOKEN, or field:_csrf', 'AUTHCTL_CSRF');

  command.optionsGroup('What needs no login request (token, api-key):');
  option('--token-stdin', 'store an access token from standard input');
  option('--api-key-stdin', 'read an API key from standard input; or AUTHCTL_API_KEY');
  option('--api-key-header <name>', 'default: X-API-Key', 'AUTHCTL_API_KEY_HEADER');

  command.optionsGroup('An OAuth client:');
  option('--client-id <id>', 'the client, as the server knows it', 'AUTHCTL_CLIENT_ID');
  option('--client-secret-stdin', 'read its secret from standard input; or AUTHCTL_CLIENT_SECRET');
  option('--client-jwt-key <file>', 'its private key (PEM or JWK)', 'AUTHCTL_CLIENT_JWT_KEY');
  option('--client-auth <how>', 'how it proves who it is; default: what fits', 'AUTHCTL_CLIENT_AUTH').choices(
    CLIENT_AUTH_WORDS,
  );
  option('--register', 'register a new client, where the server lets anybody (RFC 7591)').conflicts(
    'clientId',
  );
  option('--scope <scopes>', 'what to ask for, space-separated; empty for nothing', 'AUTHCTL_SCOPE');
  option('--audience <name>', 'whom the token is for', 'AUTHCTL_AUDIENCE');
  option('--resource <url>', 'the API that the token is for (RFC 8707); repeatable').argParser(several);
  option('--param <name=value>', 'a further parameter of the first request; repeatable').argParser(several);
  option('--dpop', 'bind the token to a key (RFC 9449)', 'AUTHCTL_DPOP');
  option('--force-refresh', 'get a new token, also where one without a user still lasts');
  option('--par', 'push the authorization request (RFC 9126)', 'AUTHCTL_PAR');

  command.optionsGroup('A browser (code, device):');
  option('--no-browser', 'open none; the address is printed anyhow');
  option('--callback-host <host>', 'where to listen: 127.0.0.1, localhost or ::1', 'AUTHCTL_CALLBACK_HOST');
  option('--callback-port <port>', 'default: any that is free', 'AUTHCTL_CALLBACK_PORT');
  option('--callback-path <path>', 'default: /callback', 'AUTHCTL_CALLBACK_PATH');
  option(
    '--login-timeout <seconds>',
    'how long somebody has to log in; default: 300',
    'AUTHCTL_LOGIN_TIMEOUT',
  );
  option('--prompt <what>', 'none, login, consent or select_account', 'AUTHCTL_PROMPT');
  option('--login-hint <name>', 'whom the login page is to suggest', 'AUTHCTL_LOGIN_HINT');
  option('--acr-values <values>', 'how strongly to log in, as the server names it', 'AUTHCTL_ACR_VALUES');

  command.optionsGroup('What was got elsewhere (token-exchange, jwt-bearer, refresh):');
  option('--subject-token-env <variable>', 'name of the variable that holds the subject token');
  option('--subject-token-file <file>', 'file that holds it', 'AUTHCTL_SUBJECT_TOKEN_FILE');
  option('--subject-token-stdin', 'read it from standard input');
  option(
    '--subject-token-type <uri>',
    'what it is; default: told by its looks',
    'AUTHCTL_SUBJECT_TOKEN_TYPE',
  );
  option(
    '--subject-token-audience <name>',
    'whom GitHub Actions is to make it for; default: the server',
    'AUTHCTL_SUBJECT_TOKEN_AUDIENCE',
  );
  option('--refresh-token-stdin', 'read a refresh token from standard input');
}
