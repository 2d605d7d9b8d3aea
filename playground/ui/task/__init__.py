"""The pages of the four tasks: what they compute, their controls, the strip of five boxes, the planes."""
