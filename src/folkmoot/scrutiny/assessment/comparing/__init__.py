"""How far members agree, whether a panel’s reading drifts, and calibration rounds. About the questions and the panel, never one member."""
