import { startChild } from './child.mjs';

/** @typedef {Awaited<ReturnType<Session['startApp']>>} App */

/** The processes of a run: one upstream, one load generator, and an application for each variant. */
export class Session {
  #packageFolder;
  #apps = [];
  upstream = startChild('upstream.mjs');
  load = startChild('load.mjs');

  constructor(packageFolder) {
    this.#packageFolder = packageFolder;
  }

  /** @param {{ execArgv?: string[], upstream?: object }} [options] `upstream`: how its API behaves. */
  async startApp(name, { execArgv = [], upstream = {} } = {}) {
    const upstreamPort = await this.upstream.call('listen');
    await this.upstream.call('set', { port: upstreamPort, ...upstream });
    const child = startChild('app.mjs', { args: [name, String(upstreamPort), this.#packageFolder], execArgv });
    const app = { name, upstreamPort, port: await child.call('port'), call: child.call, stop: child.stop };
    this.#apps.push(app);
    return app;
  }

  /**
   * Several that take turns, each with an upstream of its own. Whoever waits for its turn for eight seconds would be tidied
   * up by V8, and lose what was compiled for pages of which none is there at the moment: that is not what a turn is about.
   */
  startApps(names) {
    return Promise.all(names.map((name) => this.startApp(name, { execArgv: ['--no-memory-reducer'] })));
  }

  /** One run of the load with what it cost the application and the upstream. */
  async measure(app, kind, load) {
    const before = await this.#counts(app);
    const result = await this.load.call(kind, { port: app.port, visitors: 1000, ...load });
    const after = await this.#counts(app);
    return {
      ...result,
      cpuMicros: (after.cpuMicros - before.cpuMicros) / result.pages,
      callsPerPage: (after.calls - before.calls) / result.pages,
      calls: after.calls - before.calls,
      sockets: after.sockets,
      liveShare: result.live / result.pages,
    };
  }

  stopApps() {
    for (const app of this.#apps) app.stop();
    this.#apps = [];
  }

  stop() {
    this.stopApps();
    this.upstream.stop();
    this.load.stop();
  }

  async #counts(app) {
    const { calls, sockets } = await this.upstream.call('counts', app.upstreamPort);
    return { calls, sockets, cpuMicros: await app.call('cpuMicros') };
  }
}

/**
 * Each subject once a round, so that what else the machine does meanwhile falls on all alike; the first of a round is
 * another one each time.
 * @template Subject
 * @param {readonly Subject[]} subjects
 * @param {(subject: Subject) => Promise<object>} measure
 * @returns {Promise<Map<Subject, object[]>>}
 */
export async function interleave(subjects, rounds, measure) {
  const results = new Map(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index] of subjects.entries()) {
      const subject = subjects[(index + round) % subjects.length];
      results.get(subject).push(await measure(subject));
    }
  }
  return results;
}
