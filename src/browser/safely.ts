/** The function, but one that never throws: what fails in here must not show up as a fault of the page. */
export function safely<Args extends readonly unknown[]>(run: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      run(...args);
    } catch {
      // Nobody to tell: the page's log is its own.
    }
  };
}
