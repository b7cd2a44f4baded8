/** What the demo API is about. */
export interface Article {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  /** Id of the user who wrote it. */
  readonly owner: number;
}

/** One article for each of the demo's people. */
export const demoArticles: readonly Article[] = [
  { id: 1, title: 'Tokens travel light', text: 'A token carries what the API needs to know.', owner: 1 },
  {
    id: 2,
    title: 'Cookies remember',
    text: 'A session lives where it can be ended: on the server.',
    owner: 2,
  },
  { id: 3, title: 'Roles decide', text: 'Who you are is one question, what you may do another.', owner: 3 },
];

/** How many articles one server keeps, so that nobody can fill its memory. */
export const MOST_ARTICLES = 10_000;

/** The articles of one server, in memory. */
export class ArticleStore {
  readonly #articles: Map<number, Article>;
  #nextId: number;

  constructor(articles: readonly Article[]) {
    this.#articles = new Map(articles.map((article) => [article.id, article]));
    this.#nextId = Math.max(0, ...this.#articles.keys()) + 1;
  }

  /** In order of id. */
  list(): readonly Article[] {
    return [...this.#articles.values()];
  }

  get(id: number): Article | undefined {
    return this.#articles.get(id);
  }

  /** Undefined when there is no room for another one. */
  add(article: Omit<Article, 'id'>): Article | undefined {
    if (this.#articles.size >= MOST_ARTICLES) return undefined;
    const added = { id: this.#nextId, ...article };
    this.#nextId += 1;
    this.#articles.set(added.id, added);
    return added;
  }

  replace(article: Article): void {
    this.#articles.set(article.id, article);
  }

  /** Whether there was one. */
  remove(id: number): boolean {
    return this.#articles.delete(id);
  }
}
