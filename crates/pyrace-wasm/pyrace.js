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
    return this.#call((x) => x.pyrace_explore(...this.#give(source), ...this.#give(rules), limits.states, limits.steps));
  }

  play(source, rules, limits = LIMITS) {
    return this.#call((x) => x.pyrace_play(...this.#give(source), ...this.#give(rules), limits.states, limits.steps));
  }

  step(thread) {
    return this.#call((x) => x.pyrace_step(thread));
  }

  undo() {
    return this.#call((x) => x.pyrace_undo());
  }

  #give(text) {
    const bytes = new TextEncoder().encode(text);
    const address = this.#exports.pyrace_alloc(bytes.length);
    new Uint8Array(this.#exports.memory.buffer, address, bytes.length).set(bytes);
    return [address, bytes.length];
  }

  #call(run) {
    try {
      this.#exports ??= new WebAssembly.Instance(this.#module).exports;
      run(this.#exports);
      return JSON.parse(this.#answer());
    } catch (trap) {
      // A module that trapped is in an unknown state: the next call starts a fresh one.
      const told = this.#told();
      this.#exports = null;
      return told ?? { error: { message: `the explorer ran out of memory or stack (${trap.message})` } };
    }
  }

  /** What a panic left as its answer. */
  #told() {
    try {
      return JSON.parse(this.#answer());
    } catch {
      return null;
    }
  }

  #answer() {
    const { pyrace_answer, pyrace_length, memory } = this.#exports;
    return new TextDecoder().decode(new Uint8Array(memory.buffer, pyrace_answer(), pyrace_length()));
  }
}
