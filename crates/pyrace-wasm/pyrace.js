// The loader of pyrace.wasm. Best used in a Worker: a search keeps its thread busy.
//
//   import { load } from "./pyrace.js";
//   const pyrace = await load(new URL("./pyrace.wasm", import.meta.url));
//   const report = pyrace.explore(source, "3.14");         // the report, version 1
//   let board = pyrace.play(source, "gil_every");          // the game: see board.rs
//   board = pyrace.step(1); board = pyrace.undo();
//
// Every answer is an object. Nothing throws: what goes wrong is { error: { message } }.

/** What a page can afford: states, and executed instructions (a second or two). */
export const LIMITS = { states: 60_000, steps: 10_000_000 };

/** Compiles the module once; it is started again after a trap. */
export async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  return new Pyrace(module);
}

export class Pyrace {
  #module;
  #exports = null;

  constructor(module) {
    this.#module = module;
  }

  explore(source, rules, limits = LIMITS) {
    return this.#call((x) => x.pyrace_explore(limits.states, limits.steps), source, rules);
  }

  play(source, rules, limits = LIMITS) {
    return this.#call((x) => x.pyrace_play(limits.states, limits.steps), source, rules);
  }

  step(thread) {
    return this.#call((x) => x.pyrace_step(thread));
  }

  undo() {
    return this.#call((x) => x.pyrace_undo());
  }

  #call(run, ...texts) {
    try {
      this.#exports ??= new WebAssembly.Instance(this.#module).exports;
      for (const text of texts) this.#give(text);
      return JSON.parse(this.#take(run(this.#exports)));
    } catch (trap) {
      // A module that trapped is in an unknown state: the next call starts a fresh one.
      this.#exports = null;
      return { error: { message: `the explorer failed, or ran out of memory or stack (${trap.message})` } };
    }
  }

  #give(text) {
    const bytes = new TextEncoder().encode(text);
    const address = this.#exports.pyrace_give(bytes.length);
    new Uint8Array(this.#exports.memory.buffer, address, bytes.length).set(bytes);
  }

  #take(address) {
    const { pyrace_length, memory } = this.#exports;
    return new TextDecoder().decode(new Uint8Array(memory.buffer, address, pyrace_length()));
  }
}
