// Loaded before the program (`node -r`). Ends it with SIGKILL at the boundary BOUNDARY_AT, counted from 1: before each piece
// that it sends over a socket, after it, and before each piece that it reads. Writes to its own disk do not count: the
// disk is lost as well. BOUNDARY_LOG: a file that gets a byte for each boundary that is reached.
'use strict';
const { openSync, writeSync } = require('node:fs');
const { Socket } = require('node:net');

const { BOUNDARY_LOG, BOUNDARY_AT } = process.env;
const log = openSync(BOUNDARY_LOG, 'a');
let reached = 0;

function reach() {
  reached += 1;
  writeSync(log, '.');
  if (reached === Number(BOUNDARY_AT)) process.kill(process.pid, 'SIGKILL');
}

for (const call of ['_write', '_writev']) {
  const real = Socket.prototype[call];
  Socket.prototype[call] = function (...given) {
    if (this.remotePort === undefined) return real.apply(this, given);
    reach();
    const done = given.pop();
    return real.call(this, ...given, (error) => {
      reach();
      done(error);
    });
  };
}

const { push } = Socket.prototype;
Socket.prototype.push = function (chunk, encoding) {
  if (chunk !== null && this.remotePort !== undefined) reach();
  return push.call(this, chunk, encoding);
};
