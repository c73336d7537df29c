// The output of the programs that make load, as they have written it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readIperf3 } from '../../bench/generators/iperf3.js';
import { readWrk } from '../../bench/generators/wrk.js';

describe('the report of wrk 4.1.0', () => {
  it('ends with the figures', () => {
    const output = `Running 10m test @ http://127.0.0.1:25280/
  1 threads and 2 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    62.63us   63.28us   1.44ms   97.09%
    Req/Sec    29.77k     2.51k   31.63k    75.00%
  11821 requests in 399.13ms, 2.15MB read
Requests/sec:  29616.77
Transfer/sec:      5.39MB
{"count":11821,"us":399132,"median":54.0,"p99":334.0,"errors":0}
`;
    assert.deepEqual(readWrk(output), { count: 11821, seconds: 0.399132, median: 54, p99: 334 });
  });
  it('is refused if a request was answered wrongly, or not at all', () => {
    const wrong = `  12295 requests in 399.52ms, 4.22MB read
  Non-2xx or 3xx responses: 12295
Requests/sec:  30774.81
Transfer/sec:     10.57MB
{"count":12295,"us":399515,"median":53.0,"p99":562.0,"errors":12295}
`;
    assert.throws(() => readWrk(wrong), { message: 'wrk: 12295 errors beside 12295 answers' });
    const lost = wrong.replace(/"count":12295(.*)"errors":12295/, '"count":0$1"errors":0');
    assert.throws(() => readWrk(lost), { message: 'wrk: no request was answered' });
  });
  it('can be a last word instead', () => {
    const message = 'wrk: unable to connect to 127.0.0.1:25281 Connection refused';
    assert.throws(() => readWrk('unable to connect to 127.0.0.1:25281 Connection refused\n'), { message });
  });
});

describe('the report of iperf3 3.12', () => {
  it('counts the bytes that arrived', () => {
    const json = `{
	"start":	{
		"version":	"iperf 3.12"
	},
	"end":	{
		"sum_sent":	{
			"start":	0,
			"end":	0.027378,
			"seconds":	0.027378,
			"bytes":	50069504,
			"bits_per_second":	14630580466.067646,
			"retransmits":	0,
			"sender":	false
		},
		"sum_received":	{
			"start":	0,
			"end":	0.027253,
			"seconds":	0.027253,
			"bytes":	50002325,
			"bits_per_second":	14677965728.543648,
			"sender":	false
		}
	}
}`;
    assert.deepEqual(readIperf3(json), { bytes: 50002325, seconds: 0.027253 });
  });
  it('names the error also beside figures', () => {
    const json = `{
	"start":	{
		"connected":	[],
		"version":	"iperf 3.12"
	},
	"intervals":	[],
	"end":	{
		"sum_received":	{
			"start":	0,
			"end":	0.496509,
			"seconds":	0.496509,
			"bytes":	0,
			"bits_per_second":	0,
			"sender":	true
		}
	},
	"error":	"interrupt - the client has terminated"
}`;
    assert.throws(() => readIperf3(json), { message: 'iperf3: interrupt - the client has terminated' });
  });
});
