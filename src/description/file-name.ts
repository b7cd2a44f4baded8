/** The last part of a path or URL. */
export function fileNameOf(location: string): string {
  const [path = ''] = location.split(/[?#]/);
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? location;
}
