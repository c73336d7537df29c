// Starts with 500 forwards: until all ports are open, one forwarder after the other.
import { median } from '../statistics.js';
import { openGateways, say, startFleet, type FleetProgram } from './scene.js';

const ROUNDS = 7;

export async function measureStart(programs: readonly FleetProgram[]): Promise<void> {
  const gateways = await openGateways();
  const starts = programs.map((program) => ({ program, times: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { program, times, cpu } of starts) {
      const running = await startFleet(program);
      times.push(running.startMs);
      cpu.push(running.startCpuMs);
      await running.stop();
    }
  }
  for (const { program, times, cpu } of starts) {
    const time = `${median(times).toFixed(0)} ms (${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)})`;
    say(`start, ${program.name}: ${time}, CPU of the main thread ${median(cpu).toFixed(0)} ms`);
  }
  for (const gateway of gateways) gateway.close();
}
