using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>One row of labels.csv that can be used.</summary>
/// <param name="Path">As the CSV has it.</param>
/// <param name="UtteranceEndSeconds">From the file's start; NaN where not given.</param>
/// <param name="Group">Whose voice it is: speaker_group of the CSV, or the folder.</param>
internal sealed record AmdClip(string Path, AmdLabel Label, short[] Samples, double UtteranceEndSeconds, string Group = "")
{
    public double Seconds => Samples.Length / (double)Signal.Rate;

    public bool IsTone => Label is not (AmdLabel.Human or AmdLabel.Machine);
}
