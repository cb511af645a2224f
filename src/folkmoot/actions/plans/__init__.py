"""Plans of many kinds: an Area's, a panel's, one for diversity and inclusion. A plan holds actions, an action holds sub-actions."""
