QUERY addProduct(sku: String, name: String, price: F64) =>
    product <- AddN<Product>({ sku: sku, name: name, price: price })
    RETURN product

QUERY boughtBy(email: String) =>
    customer <- N<Customer>({ email: email })
    products <- customer::Out<Bought>
    RETURN products
