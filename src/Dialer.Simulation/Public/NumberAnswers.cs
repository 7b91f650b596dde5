namespace Dialer.Simulation.Public;

/// <summary>Numbers that differ: each has a chance of its own to be answered by a person, and hours of its own.</summary>
/// <param name="Mean">Of the chances, a beta distribution, in (0, 1).</param>
/// <param name="Sd">Its standard deviation, above 0; 0: all are alike.</param>
/// <param name="Never">Share of the numbers that no person ever answers, in [0, 1); the others have the beta distribution.</param>
/// <param name="Hours">How strongly each has hours of its own, 0 to 1: half of the day it answers 1 + this times as well, the other half 1 - this.</param>
/// <param name="TriesPerNumber">A number that no person has answered is dialed again after four hours, so often in all; 1 or more.</param>
public sealed record NumberAnswers(double Mean, double Sd, double Never, double Hours, int TriesPerNumber);
