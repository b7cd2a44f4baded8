// `pick PATH`, for recorded sessions: prints the value at a path (`payload.role`, `sessions.*.name`) of the JSON on stdin.
let text = '';
for await (const chunk of process.stdin) text += chunk;
let values = [JSON.parse(text)];
for (const name of process.argv[2].split('.')) {
  values = values.flatMap((value) => (name === '*' ? Object.values(value) : [value[name]]));
}
process.stdout.write(`${values.join('\n')}\n`);
