/**
 * Types lines into an interactive shell that completes authctl, at a pseudo-terminal, and prints for each what the shell
 * then makes of it: one JSON array of words a line. Instead of the line, `words-of` and the line is run.
 *
 * Usage: `typed-in SHELL LINE...`; `\t` in a line is the key.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

const SHELLS = {
  bash: { start: 'bash --norc --noprofile -i', load: 'source <(authctl completion bash)' },
  zsh: {
    start: 'zsh -f -i',
    load: 'autoload -U compinit; compinit -u -D; source <(authctl completion zsh)',
  },
  'zsh-file': {
    start: 'zsh -f -i',
    load: 'mkdir -p f; authctl completion zsh > f/_authctl; fpath=($PWD/f $fpath); autoload -U compinit; compinit -u -D',
  },
  fish: { start: 'fish --no-config -i', load: 'authctl completion fish | source' },
};

const [name, ...lines] = process.argv.slice(2);
const { start, load } = SHELLS[name];
const file = resolve('words.json');
const LIMIT_MS = 20_000;
const START_OF_LINE = '\x01';

const child = spawn('script', ['-qfec', `stty cols 100 rows 40; exec ${start}`, '/dev/null'], {
  env: { ...process.env, WORDS_FILE: file, TERM: 'xterm' },
  stdio: ['pipe', 'pipe', 'ignore'],
});
let shown = '';
child.stdout.setEncoding('utf8').on('data', (text) => {
  shown += text;
});

async function until(look, what) {
  const end = Date.now() + LIMIT_MS;
  for (let found = look(); ; found = look()) {
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}; on the screen: ${JSON.stringify(shown)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

function wordsNow() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

try {
  child.stdin.write(`${load}; echo rea""dy\r`);
  await until(() => /ready\r?\n/.test(shown), 'the shell did not start');
  for (const line of lines) {
    rmSync(file, { force: true });
    shown = '';
    child.stdin.write(`${line.replaceAll('\\t', '\t')}${START_OF_LINE}words-of \r`);
    console.log(JSON.stringify(await until(wordsNow, `'${line}' was not run`)));
  }
} finally {
  // What it tells of being ended is of no use, and its shell ends with its terminal.
  child.kill('SIGKILL');
}
