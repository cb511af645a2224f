"""GOV.UK components, forms, words in two languages and charts. Knows no room."""
