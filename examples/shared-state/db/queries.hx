QUERY addPaper(title: String, year: I32) =>
    paper <- AddN<Paper>({ title: title, year: year })
    RETURN paper

QUERY addAuthor(name: String) =>
    author <- AddN<Author>({ name: name })
    RETURN author

QUERY papersOf(name: String) =>
    author <- N<Author>({ name: name })
    papers <- author::Out<Wrote>
    RETURN papers
