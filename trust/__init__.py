"""What Folkmoot promises about security and reliability, each as a check that prints a figure and a control that must go red."""
