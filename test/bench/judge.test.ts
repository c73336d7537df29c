// The goals, held against figures and ratios.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from '../../bench/judge.js';
import type { MetricId } from '../../bench/metrics.js';
import type { Ratio } from '../../bench/results.js';
import type { Subject } from '../../bench/subjects.js';

const ratio = (metric: MetricId, to: Subject, median: number): Ratio => ({
  metric,
  to,
  rounds: [median],
  median,
  min: median,
  max: median,
});
const goal = (goals: ReturnType<typeof judge>, title: string) => goals.find((each) => each.title === title);

describe('a goal against the better of two', () => {
  it('is not reached if only one of them is beaten', () => {
    const goals = judge([], [ratio('to-client.speed', 'haproxy', 2), ratio('to-client.speed', 'nginx', 1.2)]);
    assert.deepEqual(
      [goal(goals, 'bulk to client')?.value, goal(goals, 'bulk to client')?.reached],
      [1.2, false],
    );
  });
  it('counts the larger ratio where less is better', () => {
    const goals = judge([], [ratio('to-client.cpu', 'haproxy', 0.4), ratio('to-client.cpu', 'nginx', 0.6)]);
    assert.deepEqual(
      [goal(goals, 'bulk to client, CPU')?.value, goal(goals, 'bulk to client, CPU')?.reached],
      [0.6, true],
    );
  });
  it('is judged against the one that there is', () => {
    const goals = judge([], [ratio('to-client.speed', 'haproxy', 1.3)]);
    assert.equal(goal(goals, 'bulk to client')?.reached, true);
  });
});

it('is neither reached nor missed if nothing was measured', () => {
  for (const { value, reached } of judge([], [])) assert.deepEqual([value, reached], [null, null]);
});

it('is about the figure itself if it names no other forwarder', () => {
  const value = 8 * 1024;
  const figure = {
    metric: 'idle-5000.memory',
    subject: 'smgw-proxy',
    rounds: [value],
    min: 0,
    max: 0,
  } as const;
  const reached = (median: number) =>
    goal(judge([{ ...figure, median }], []), 'memory per connection, 5,000 idle')?.reached;
  assert.equal(reached(value), true);
  assert.equal(reached(value + 1), false);
});
