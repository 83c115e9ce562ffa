N::Paper {
    INDEX title: String,
    year: I32
}

N::Author {
    INDEX name: String
}

E::Wrote {
    From: Author,
    To: Paper
}
