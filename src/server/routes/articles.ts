import { Refused, refusal } from '../answer.js';
import type { Article } from '../articles.js';
import type { BodyDefinition } from '../body.js';
import type { Call, Route } from '../route.js';
import { objectId } from './object-id.js';
import { editorsAndAdmins, everyRole, ownersAndAdmins } from './roles.js';

/** Nothing but these members: `id` and `owner` are the server's to set. */
const articleInput: BodyDefinition = {
  name: 'ArticleInput',
  mediaTypes: ['application/json'],
  fields: {
    title: { minLength: 1, maxLength: 200, example: 'A new title' },
    text: { minLength: 0, maxLength: 20_000, example: 'A new text.' },
  },
  open: false,
};

const find = ({ state, params }: Pick<Call, 'state' | 'params'>): Article | undefined =>
  state.articles.get(objectId(params));

function named(call: Call): Article {
  const article = find(call);
  if (!article) throw new Refused(404, 'not_found', 'there is no such article');
  return article;
}

const inputOf = ({ fields }: Call) => ({ title: fields.title ?? '', text: fields.text ?? '' });

/** The articles of the demo API. */
export const articleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/articles',
    access: everyRole,
    operation: {
      id: 'listArticles',
      tag: 'articles',
      summary: 'All articles',
      answers: { 200: { description: 'In order of id.', schema: 'Article', list: true } },
    },
    handle: ({ state }) => ({ status: 200, body: state.articles.list() }),
  },
  {
    method: 'POST',
    path: '/articles',
    access: editorsAndAdmins,
    body: articleInput,
    operation: {
      id: 'writeArticle',
      tag: 'articles',
      summary: 'Write an article; the caller owns it',
      answers: {
        201: { description: 'The new article.', schema: 'Article', headers: { Location: 'Its path.' } },
        507: { description: 'There is no room for another article.', schema: 'Error' },
      },
    },
    handle(call, user) {
      const article = call.state.articles.add({ ...inputOf(call), owner: user.id });
      if (!article) return refusal(507, 'insufficient_storage', 'there is no room for another article');
      return { status: 201, headers: { Location: `/articles/${article.id}` }, body: article };
    },
  },
  {
    method: 'GET',
    path: '/articles/{id}',
    access: everyRole,
    operation: {
      id: 'readArticle',
      tag: 'articles',
      summary: 'One article',
      examples: { id: 1 },
      answers: { 200: { description: 'The article.', schema: 'Article' } },
    },
    handle: (call) => ({ status: 200, body: named(call) }),
  },
  {
    method: 'PUT',
    path: '/articles/{id}',
    access: editorsAndAdmins,
    body: articleInput,
    operation: {
      id: 'editArticle',
      tag: 'articles',
      summary: 'Rewrite an article, whoever owns it',
      examples: { id: 1 },
      answers: { 200: { description: 'The article as it is now.', schema: 'Article' } },
    },
    handle(call) {
      const article = { ...named(call), ...inputOf(call) };
      call.state.articles.replace(article);
      return { status: 200, body: article };
    },
  },
  {
    method: 'DELETE',
    path: '/articles/{id}',
    access: ownersAndAdmins,
    ownerOf: (call) => find(call)?.owner,
    operation: {
      id: 'deleteArticle',
      tag: 'articles',
      summary: 'Delete an article; editors only their own',
      examples: { id: 1 },
      answers: { 204: { description: 'The article is gone.' } },
    },
    handle(call) {
      call.state.articles.remove(named(call).id);
      return { status: 204 };
    },
  },
];
