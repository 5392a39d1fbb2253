/**
 * The browser's formats, each made once: to make one takes a hundred times as long as to use it.
 */
const made = new Map<string, unknown>();

export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return keptFormat("number", locale, options, () => new Intl.NumberFormat(locale, options));
}

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return keptFormat("date", locale, options, () => new Intl.DateTimeFormat(locale, options));
}

/** Return the format of a kind, made if it is the first time. */
export function keptFormat<T>(kind: string, locale: string, options: object, make: () => T): T {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known !== undefined) return known as T;
  const format = make();
  made.set(key, format);
  return format;
}
