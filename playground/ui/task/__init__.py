"""The pages of the four tasks: what they compute, their controls, the five boxes, the planes."""
