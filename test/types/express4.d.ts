/** Express 4 under an alias, beside Express 5. What the tests use of it has the same types. */
declare module 'express4' {
  import express from 'express';

  export default express;
}
