namespace Dialer.Server.Configuration;

/// <param name="Config">Null where there is any error.</param>
/// <param name="Warnings">Of a configuration that can be used.</param>
public sealed record ConfigReading(DialerConfig? Config, IReadOnlyList<ConfigError> Errors, IReadOnlyList<ConfigError> Warnings)
{
    public static ConfigReading From(DialerConfig? config, IEnumerable<ConfigError> found)
    {
        ConfigError[] ordered = [.. found.OrderBy(error => error.Line).ThenBy(error => error.Column)];
        ConfigError[] errors = [.. ordered.Where(error => !error.IsWarning)];
        return new ConfigReading(errors.Length == 0 ? config : null, errors, [.. ordered.Where(error => error.IsWarning)]);
    }
}
