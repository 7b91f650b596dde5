namespace Dialer.Server.Configuration;

/// <summary>One thing that is wrong in a configuration file, or that its author should know.</summary>
/// <param name="Path">JSON path, such as <c>$.campaigns[0].lists[1].file</c>.</param>
/// <param name="Line">1-based; 0: the whole file.</param>
/// <param name="Column">1-based; 0: the whole file.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Do">What to do about it.</param>
public sealed record ConfigError(string Path, int Line, int Column, string What, string Do)
{
    /// <summary>The file can be used as it is.</summary>
    public bool IsWarning { get; init; }

    /// <summary>There is no field of that name.</summary>
    public bool IsUnknownField { get; init; }

    /// <summary>Where it is another than the configuration file.</summary>
    public string? File { get; init; }

    public string ToText(string file)
    {
        file = File ?? file;
        string what = IsWarning ? $"warning: {What}" : What;
        return Line == 0 ? $"{file}: {what} {Do}" : $"{file}:{Line}:{Column}: {Path}: {what} {Do}";
    }
}
