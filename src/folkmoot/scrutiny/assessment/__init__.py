"""Each member’s judgement alone, then the panel’s together; how far judgements agree.

Owns: questions and scales, judgements, joint views, dissent, who stood aside, replies to an escalated grade, calibration rounds. What is
read is packs’; what is learned from a case is learning’s.
"""
