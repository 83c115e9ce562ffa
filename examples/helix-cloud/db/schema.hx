N::Product {
    INDEX sku: String,
    name: String,
    price: F64
}

N::Customer {
    INDEX email: String
}

E::Bought {
    From: Customer,
    To: Product
}
