// The measurements that the benchmark keeps.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Recorder } from '../../bench/recorder.js';

const find = (recorder: Recorder, metric: string, subject: string) =>
  recorder
    .figures(['direct', 'smgw-proxy'])
    .find((figure) => figure.metric === metric && figure.subject === subject);

it('sums up the rounds of a figure', () => {
  const recorder = new Recorder();
  for (const value of [3, 1, 2]) recorder.add('smgw-proxy', { 'new.rate': value });
  const expected = {
    metric: 'new.rate',
    subject: 'smgw-proxy',
    rounds: [3, 1, 2],
    median: 2,
    min: 1,
    max: 3,
  };
  assert.deepEqual(find(recorder, 'new.rate', 'smgw-proxy'), expected);
});

it('takes the added latency from the direct connection of the same round', () => {
  const recorder = new Recorder();
  recorder.add('direct', { 'requests-1.latency': 10 });
  recorder.add('smgw-proxy', { 'requests-1.latency': 35 });
  recorder.add('smgw-proxy', { 'requests-1.latency': 55 });
  recorder.add('direct', { 'requests-1.latency': 20 });
  assert.deepEqual(find(recorder, 'requests-1.added', 'smgw-proxy')?.rounds, [25, 35]);
});

it('gives the reason instead of a figure that failed in a later round', () => {
  const recorder = new Recorder();
  recorder.add('smgw-proxy', { 'new.rate': 3 });
  recorder.leaveOut('smgw-proxy', ['new.rate'], 'failed: no answer');
  recorder.leaveOut('smgw-proxy', ['new.rate'], 'failed: something that came of it');
  const figure = find(recorder, 'new.rate', 'smgw-proxy');
  assert.equal(figure?.median, null);
  assert.equal(figure.reason, 'failed: no answer');
});

it('takes a text in place of a value for the reason why there is none', () => {
  const recorder = new Recorder();
  recorder.add('smgw-proxy', { 'idle-5000.memory': 'too few descriptors' });
  assert.equal(find(recorder, 'idle-5000.memory', 'smgw-proxy')?.reason, 'too few descriptors');
});
