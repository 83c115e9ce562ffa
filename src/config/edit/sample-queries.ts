/** The schema and the queries of a new project: one node, one query to add it, one to find it. */
export const SAMPLE_QUERIES: Readonly<Record<string, string>> = {
  'schema.hx': `N::User {
    INDEX name: String,
    age: U32
}
`,
  'queries.hx': `QUERY addUser(name: String, age: U32) =>
    user <- AddN<User>({ name: name, age: age })
    RETURN user

QUERY getUser(name: String) =>
    user <- N<User>({ name: name })
    RETURN user
`,
};
