import { configJsonSchema, type JsonSchema } from '../../config/json-schema.js';
import { CONFIG_NAMES } from '../../config/load.js';
import { strong, type Text } from '../../report/text.js';
import { wrap } from '../../report/wrap.js';
import { type Entry, twoColumns } from './columns.js';
import type { TopicSources } from './topic.js';

/** What the keys of a map stand for, by the name of the map. */
const KEY_NAMES: Readonly<Record<string, string>> = {
  subjects: 'NAME',
  routes: 'METHOD /path',
  owns: 'KIND',
  params: 'PARAMETER',
};

/** `authctl help config`: every key of the file, from its schema. */
export function configTopic({ ctx }: TopicSources): Text {
  const width = ctx.stdout.columns ?? 80;
  const variables =
    'Strings may hold ${VARIABLE}, filled in from the environment; unset or empty is an error; $${ stands for ${ itself.';
  const search =
    'It is looked for in the working directory and every folder above it; --config FILE and AUTHCTL_CONFIG name another one. ' +
    'Flags and variables of the environment win over what it says. A key that is not known is an error. `authctl init` writes a first one.';
  return [
    [strong(CONFIG_NAMES.join(' or '))],
    '',
    ...wrap(search, width),
    ...wrap(variables, width),
    '',
    ...twoColumns(entriesOf(configJsonSchema(), 1), width),
    '',
    [strong('Example')],
    '',
    ...EXAMPLE.split('\n'),
  ];
}

function entriesOf(schema: JsonSchema, depth: number): readonly Entry[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const isRequired = schema.required?.includes(name) ?? false;
    const meaning = `${value.description ?? ''}${isRequired ? ' Required.' : ''}`;
    return [{ term: `${'  '.repeat(depth)}${name}`, meaning }, ...innerEntries(name, value, depth + 1)];
  });
}

/** The keys below one; of a map whose keys the user chooses, those of each of its values. */
function innerEntries(name: string, schema: JsonSchema, depth: number): readonly Entry[] {
  const isKnown = (name === 'login' && depth > 2) || name === 'parity';
  if (schema.properties) return isKnown ? [] : entriesOf(schema, depth);
  const each = schema.additionalProperties;
  if (typeof each !== 'object') return [];
  const key = `${'  '.repeat(depth)}${KEY_NAMES[name] ?? 'KEY'}`;
  return [
    { term: key, meaning: each.description ?? '' },
    ...(each.properties ? entriesOf(each, depth + 1) : []),
  ];
}

/** The demo API's own configuration; a test loads it. */
export const EXAMPLE = `  version: 1
  server: http://127.0.0.1:4455
  roles: [anonymous, reader, editor, admin]
  subjects:
    agus:    { role: reader, password: "\${AGUS_PASSWORD}",    owns: { articles: 2 } }
    william: { role: editor, password: "\${WILLIAM_PASSWORD}", owns: { articles: 1 } }
  routes:
    GET /health:           { allow: any }
    GET /articles:         { allow: [reader, editor, admin] }
    DELETE /articles/{id}: { allow: [{ role: editor, when: own }, admin], params: { id: articles } }
    GET /users:            { allow: [admin], deny: 403 }`;
