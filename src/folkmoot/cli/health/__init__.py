"""What `folkmoot doctor` looks at, a module for each part of a set-up. Every check answers with one finding."""
