#!/usr/bin/env node
// Starts the program, or says that Node.js is too old for it: in words that every Node.js understands (ECMAScript 5).
'use strict';

var needed = [20, 19];
var found = process.versions.node.split('.').map(Number);

if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  var version = process.versions.node + ' (' + process.execPath + ')';
  console.error('smgw-proxy: expected Node.js ' + needed.join('.') + ' or newer, got ' + version);
  process.exit(1);
}

require('./main.cjs');
