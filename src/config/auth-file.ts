import { type Path, readDocument, type SourceDocument } from '../document/source-document.js';
import { AuthctlError, type Problem } from '../errors.js';
import { type AuthEntry, type AuthFile, authFileSchema } from './auth-file-schema.js';
import { type FileUser, userOf } from './auth-file-user.js';
import { invalid } from './checked-document.js';
import { checkSchema } from './schema-problems.js';

const CODE = 'CONFIG_INVALID';

/**
 * Reads an authentication file of Web Fuzzing Commons: who there is, and how each logs in.
 *
 * @param file - as messages name it.
 * @throws {AuthctlError} `CONFIG_INVALID` with the position of the first mistake and the others in `also`; so for what is
 * sound, and cannot be done here.
 */
export function readAuthFile(text: string, file: string): readonly FileUser[] {
  const document = readDocument(text, { file, code: CODE });
  if (typeof document.data !== 'object' || document.data === null || Array.isArray(document.data)) {
    throw new AuthctlError(CODE, 'not an authentication file: expected keys and values', {
      at: document.valueAt([]),
      hint: 'write a list of users under `auth:`, as Web Fuzzing Commons has it',
    });
  }
  const { problems, file: read } = checkSchema(authFileSchema, document.data, document);
  if (!read || problems.length > 0) throw invalid(problems);
  const users = read.auth.map((entry, index) =>
    userOf(merged(read, index), placesIn(document, entry, index)),
  );
  const mistakes = [...users.flatMap((user) => user.problems), ...repeatedNames(read, document)];
  if (mistakes.length > 0) throw invalid(mistakes);
  return users.flatMap(({ user }) => user ?? []);
}

/** An entry with what the template says where it says nothing itself. */
function merged({ auth, authTemplate = {} }: AuthFile, index: number): AuthEntry {
  return filledIn(auth[index] ?? {}, authTemplate) as AuthEntry;
}

function filledIn(own: unknown, template: unknown): unknown {
  if (own === undefined || own === null) return template;
  if (!isRecord(own) || !isRecord(template)) return own;
  const names = [...new Set([...Object.keys(own), ...Object.keys(template)])];
  return Object.fromEntries(names.map((name) => [name, filledIn(own[name], template[name])]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a member of an entry stands: in the entry, else in the template. */
const placesIn =
  (document: SourceDocument, entry: AuthEntry, index: number) =>
  (path: Path): Problem['at'] =>
    path.length > 0 && valueIn(entry, path) === undefined && valueIn(document.data, ['authTemplate', ...path])
      ? document.keyAt(['authTemplate', ...path])
      : document.keyAt(['auth', index, ...path]);

function valueIn(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    data,
  );
}

const repeatedNames = ({ auth }: AuthFile, document: SourceDocument): readonly Problem[] =>
  auth.flatMap(({ name }, index) =>
    auth.findIndex((other) => other.name === name) === index
      ? []
      : {
          message: `the name '${name}' stands twice in auth`,
          at: document.valueAt(['auth', index, 'name']),
          hint: 'give one of the two another name',
        },
  );
