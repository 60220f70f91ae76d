// Names that JavaScript can bind.

const RESERVED = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof var void while with yield`.split(/\s+/),
);

/** Whether a name can be written after a dot, as it is. */
export const isIdentifier = (name) => /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name);

/** Whether a module can bind a variable of that name. */
export const isBindable = (name) => isIdentifier(name) && !RESERVED.has(name);
