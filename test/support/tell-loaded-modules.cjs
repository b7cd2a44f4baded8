// Preloaded into a program: when it ends, what it has loaded of Node.js goes to file descriptor 3.
const { writeSync } = require('node:fs');

process.on('exit', () => writeSync(3, JSON.stringify(process.moduleLoadList)));
