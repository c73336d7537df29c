// Loads modules of the status page as a browser does: as they are, from where they lie.

/** @param name a file of src/admin/page; what it exports is declared by the test, as its types are in its comments */
export async function pageModule<T>(name: string): Promise<T> {
  return (await import(new URL(`../../../src/admin/page/${name}`, import.meta.url).href)) as T;
}
