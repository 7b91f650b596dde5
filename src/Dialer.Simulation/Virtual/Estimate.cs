namespace Dialer.Simulation.Virtual;

/// <summary>A mean over days, and its standard error.</summary>
public readonly record struct Estimate(double Mean, double StandardError)
{
    public static Estimate Of(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        double mean = sum / values.Length;
        double squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        double error = values.Length < 2 ? 0 : Math.Sqrt(squares / (values.Length - 1) / values.Length);
        return new Estimate(mean, error);
    }
}
