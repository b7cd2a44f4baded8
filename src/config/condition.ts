/** What a subject or an object is said to be: `{ tenant: north, level: 3 }`. */
export type Attribute = string | number | boolean;
export type Attributes = Readonly<Record<string, Attribute>>;

type Operand =
  | { readonly kind: 'value'; readonly value: Attribute }
  | { readonly kind: 'attribute'; readonly of: 'subject' | 'object'; readonly name: string };

/** What a `when:` asks. */
export type Condition =
  | { readonly kind: 'own' }
  | {
      readonly kind: 'compare';
      readonly left: Operand;
      readonly operator: Operator;
      readonly right: Operand;
    }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] };

const OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const;
type Operator = (typeof OPERATORS)[number];

/** What a condition is judged by. */
export interface Circumstances {
  /** Null where nobody is known to own the object. */
  readonly own: boolean | null;
  readonly subject: Attributes;
  readonly object: Attributes;
}

export const CONDITION_GRAMMAR =
  '`own`, or comparisons such as `subject.tenant == object.tenant and subject.level >= 2`';

/**
 * Reads a condition: `own`, comparisons of attributes and literals, `and` before `or`. Nothing in it is ever executed.
 *
 * @returns undefined for anything else.
 */
export function parseCondition(text: string): Condition | undefined {
  return joined(text, 'or', (part) => joined(part, 'and', single));
}

/** Splits at a word outside quotation marks; one part stands for itself. */
function joined(
  text: string,
  word: 'and' | 'or',
  read: (part: string) => Condition | undefined,
): Condition | undefined {
  const parts = splitAt(text, word).map(read);
  if (!parts.every((part) => part !== undefined)) return undefined;
  const [first] = parts;
  return parts.length === 1 ? first : { kind: word === 'and' ? 'all' : 'any', parts };
}

function splitAt(text: string, word: string): readonly string[] {
  const parts = [''];
  for (const piece of text.match(/'[^']*'|"[^"]*"|\S+|\s+/g) ?? []) {
    if (piece === word) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

const COMPARISON =
  /^\s*('[^']*'|"[^"]*"|[^\s'"<>=!]+)\s*(==|!=|<=|>=|<|>)\s*('[^']*'|"[^"]*"|[^\s'"<>=!]+)\s*$/;

function single(text: string): Condition | undefined {
  if (text.trim() === 'own') return { kind: 'own' };
  const [, first = '', operator, second = ''] = COMPARISON.exec(text) ?? [];
  const [left, right] = [operandOf(first), operandOf(second)];
  if (!left || !right || !operator) return undefined;
  return { kind: 'compare', left, operator: operator as Operator, right };
}

function operandOf(text: string): Operand | undefined {
  if (/^['"]/.test(text)) return { kind: 'value', value: text.slice(1, -1) };
  if (text === 'true' || text === 'false') return { kind: 'value', value: text === 'true' };
  if (/^-?\d+(\.\d+)?$/.test(text)) return { kind: 'value', value: Number(text) };
  const [, of, name = ''] = /^(subject|object)\.([\w-]+)$/.exec(text) ?? [];
  return of === undefined ? undefined : { kind: 'attribute', of: of as 'subject' | 'object', name };
}

/** Whether a condition holds; null where an attribute or the owner that it asks for is not known. */
export function holds(condition: Condition, circumstances: Circumstances): boolean | null {
  switch (condition.kind) {
    case 'own':
      return circumstances.own;
    case 'compare': {
      const left = operandValue(condition.left, circumstances);
      const right = operandValue(condition.right, circumstances);
      return left === undefined || right === undefined ? null : compared(left, condition.operator, right);
    }
    case 'all':
      return together(condition.parts, circumstances, false);
    case 'any':
      return together(condition.parts, circumstances, true);
  }
}

/** One part with the deciding value decides; else one that is not known leaves all open. */
function together(
  parts: readonly Condition[],
  circumstances: Circumstances,
  decisive: boolean,
): boolean | null {
  const results = parts.map((part) => holds(part, circumstances));
  if (results.includes(decisive)) return decisive;
  return results.includes(null) ? null : !decisive;
}

function operandValue(operand: Operand, { subject, object }: Circumstances): Attribute | undefined {
  if (operand.kind === 'value') return operand.value;
  const attributes = operand.of === 'subject' ? subject : object;
  return Object.hasOwn(attributes, operand.name) ? attributes[operand.name] : undefined;
}

/** Equality is that of the written values (`1` and `"1"` are equal); order is that of numbers where both are, else of text. */
function compared(left: Attribute, operator: Operator, right: Attribute): boolean {
  const numbers = typeof left === 'number' && typeof right === 'number';
  const [one, other] = numbers ? [left, right] : [String(left), String(right)];
  switch (operator) {
    case '==':
      return one === other;
    case '!=':
      return one !== other;
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
  }
}

/** The attributes that a condition asks for: `subject.tenant`. */
export function attributesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'own':
      return [];
    case 'compare':
      return [condition.left, condition.right].flatMap((operand) =>
        operand.kind === 'attribute' ? [`${operand.of}.${operand.name}`] : [],
      );
    default:
      return condition.parts.flatMap(attributesIn);
  }
}
