import { AuthctlError, type Problem } from '../../errors.js';
import { didYouMean, oneOf } from '../../nearest.js';
import {
  inOrder,
  keyOfRoute,
  MATRIX_ANSWERS,
  type Matrix,
  type MatrixAnswer,
  type MatrixRoute,
} from './matrix.js';
import { EVERYONE, MATRIX_HEADER, PLAIN_WORD, sortedMatrix } from './matrix-text.js';

const HEADER = /^# authctl-matrix v(\d{1,9})$/;
const CONFLICT = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/;
/** A quoted word, which may be followed by `(own)`; a bar; any other word. */
const WORD = /"(?:[^"\\]|\\.)*"(?:\(own\))?|\||[^\s|]+/g;
const METHOD = /^[A-Z][A-Z0-9!#$%&'*+.^_`~-]*$/;
const OWN = '(own)';

/**
 * Reads a matrix file. Lines may end with CR LF, stand in any order, and be empty or comments (`#`).
 *
 * @param file - its name, as the user knows it.
 * @throws {AuthctlError} `CONFIG_INVALID` with the line and column of every mistake.
 */
export function readMatrix(text: string, file: string): Matrix {
  const reader = new MatrixReader(file);
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) reader.read(line, index + 1);
  return reader.result();
}

interface Word {
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

/** A role as a line names it. */
interface Named {
  readonly role: string;
  readonly own: boolean;
}

class MatrixReader {
  readonly #file: string;
  readonly #problems: Problem[] = [];
  readonly #routes = new Map<string, MatrixRoute>();
  #roles: readonly string[] | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  read(line: string, number: number): void {
    if (number === 1) this.#readHeader(line);
    else if (CONFLICT.test(line)) {
      this.#refuse(
        number,
        1,
        'a mark of a merge that was not finished',
        'settle the merge, or remove the file and write it anew with `authctl probe --update`',
      );
    } else if (line.trim() !== '' && !line.startsWith('#')) this.#readLine(wordsOf(line), number);
  }

  /** @throws {AuthctlError} where there is any problem. */
  result(): Matrix {
    if (this.#roles === undefined)
      this.#refuse(
        1,
        1,
        'no line says which roles there are',
        'add a line such as `roles: admin anonymous reader`',
      );
    const [first, ...also] = this.#problems;
    if (first)
      throw new AuthctlError('CONFIG_INVALID', first.message, { at: first.at, hint: first.hint, also });
    return sortedMatrix({ roles: this.#roles ?? [], routes: [...this.#routes.values()] });
  }

  #refuse(line: number, column: number, message: string, hint?: string): void {
    this.#problems.push({ message, at: { file: this.#file, line, column }, hint });
  }

  /** @throws {AuthctlError} for another form: what follows cannot be judged. */
  #readHeader(line: string): void {
    const version = HEADER.exec(line)?.[1];
    if (line === MATRIX_HEADER) return;
    const at = { file: this.#file, line: 1, column: 1 };
    if (version !== undefined) {
      throw new AuthctlError(
        'CONFIG_INVALID',
        `this is a matrix of form ${version}, and form 1 is known here`,
        {
          at,
          hint: 'update authctl',
        },
      );
    }
    throw new AuthctlError('CONFIG_INVALID', `this is no matrix: expected \`${MATRIX_HEADER}\``, {
      at,
      hint: 'write one with `authctl probe --update`',
    });
  }

  #readLine(words: readonly Word[], line: number): void {
    const [first, ...rest] = words;
    if (first?.text === 'roles:') this.#readRoles(rest, line, first);
    else this.#readRoute(words, line);
  }

  #readRoles(words: readonly Word[], line: number, { column }: Word): void {
    if (this.#roles) this.#refuse(line, column, 'the roles are named twice');
    if (this.#routes.size > 0)
      this.#refuse(line, column, 'the roles are named behind a route', 'move this line up');
    const names = words.flatMap((word) => this.#named(word, line) ?? []);
    this.#roles = [...new Set(names.map(({ role }) => role))];
    for (const [index, { own }] of names.entries()) {
      if (own) this.#refuse(line, words[index]?.column ?? 1, 'the line of the roles names roles only');
    }
  }

  #readRoute([method, path, ...rest]: readonly Word[], line: number): void {
    if (method === undefined) return;
    const template = path && pathOf(path.text);
    if (!METHOD.test(method.text)) {
      this.#refuse(line, method.column, `expected a method such as GET, not ${method.text}`);
    } else if (path === undefined || template === undefined) {
      this.#refuse(line, path?.column ?? endOf(method), 'expected a path such as /articles/{id}');
    } else {
      const access = this.#accessOf(rest, line, endOf(path));
      this.#keep({ method: method.text, path: template, access }, line, method.column);
    }
  }

  #keep(route: MatrixRoute, line: number, column: number): void {
    const key = keyOfRoute(route);
    if (this.#routes.has(key)) this.#refuse(line, column, `${key} stands here twice`);
    else this.#routes.set(key, route);
  }

  #accessOf(words: readonly Word[], line: number, end: number): MatrixRoute['access'] {
    const found = new Map<string, Named & { readonly answers: Set<MatrixAnswer> }>();
    for (const { answer, named } of this.#groupsOf(words, line, end)) {
      for (const { role, own } of named) {
        const key = JSON.stringify([role, own]);
        const entry = found.get(key) ?? { role, own, answers: new Set() };
        entry.answers.add(answer);
        found.set(key, entry);
      }
    }
    return [...found.values()].map(({ role, own, answers }) => ({ role, own, answers: inOrder(answers) }));
  }

  /** `allow: admin reader(own)`, parted by bars. */
  *#groupsOf(
    words: readonly Word[],
    line: number,
    end: number,
  ): Generator<{ answer: MatrixAnswer; named: readonly Named[] }> {
    let rest = words;
    for (let isFirst = true; isFirst || rest.length > 0; isFirst = false) {
      const bar = rest.findIndex(({ text }) => text === '|');
      const [answer, ...roles] = bar < 0 ? rest : rest.slice(0, bar);
      const column = answer?.column ?? rest[0]?.column ?? end;
      const known = MATRIX_ANSWERS.find((each) => `${each}:` === answer?.text);
      if (known === undefined) this.#refuseAnswer(line, column, answer?.text);
      else if (roles.length === 0)
        this.#refuse(line, endOf(answer ?? { text: '', column }), `no role is named behind ${known}:`);
      else yield { answer: known, named: this.#rolesOf(roles, line) };
      if (bar >= 0 && bar === rest.length - 1)
        this.#refuse(line, endOf(rest[bar] as Word), 'expected an answer behind the bar');
      rest = bar < 0 ? [] : rest.slice(bar + 1);
    }
  }

  #refuseAnswer(line: number, column: number, text: string | undefined): void {
    const known = MATRIX_ANSWERS.map((answer) => `${answer}:`);
    const found = text === undefined ? '' : `, not ${text}`;
    const hint = (text === undefined ? undefined : didYouMean(text, known)) ?? `one of ${oneOf(known)}`;
    this.#refuse(line, column, `expected an answer such as allow:${found}`, hint);
  }

  #rolesOf(words: readonly Word[], line: number): readonly Named[] {
    const [only, second] = words;
    if (only?.text === EVERYONE && second === undefined) {
      return (this.#roles ?? []).map((role) => ({ role, own: false }));
    }
    return words.flatMap((word) => {
      const named = word.text === EVERYONE ? undefined : this.#named(word, line);
      if (word.text === EVERYONE)
        this.#refuse(line, word.column, `${EVERYONE} stands for all roles, and alone`);
      if (named && this.#roles && !this.#roles.includes(named.role)) {
        const hint = didYouMean(named.role, this.#roles) ?? 'add it to the line `roles:`';
        this.#refuse(line, word.column, `${word.text} is none of the roles`, hint);
      }
      return named ?? [];
    });
  }

  #named({ text, column }: Word, line: number): Named | undefined {
    const own = text.endsWith(OWN);
    const word = own ? text.slice(0, -OWN.length) : text;
    const role = word.startsWith('"') ? unquoted(word) : PLAIN_WORD.test(word) ? word : undefined;
    if (role !== undefined) return { role, own };
    this.#refuse(line, column, `${text} is no role`, 'write a name, or one in double quotes');
    return undefined;
  }
}

const wordsOf = (line: string): readonly Word[] =>
  [...line.matchAll(WORD)].map(({ 0: text, index }) => ({ text, column: index + 1 }));

const endOf = ({ text, column }: Word): number => column + text.length;

function pathOf(text: string): string | undefined {
  const path = text.startsWith('"') ? unquoted(text) : text;
  return path?.startsWith('/') ? path : undefined;
}

function unquoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
