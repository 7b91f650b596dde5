using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dialer.Core.CallProgress;

namespace Dialer.Server.Configuration;

/// <summary>The second stage's weights as a file that a person can read: one number by each feature's name.</summary>
public static class RecordedModelFile
{
    private const string Kind = "recorded-phrase logistic";
    private const int LongestBytes = 64 * 1024;

    /// <summary>Fitted weights stay far below; so large ones leave nothing to the other features, and sums of larger ones are no numbers.</summary>
    private const double LargestWeight = 1000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Save(string path, RecordedModel model)
    {
        JsonObject weights = [];
        for (int i = 0; i < RecordedModel.Names.Length; i++)
            weights[RecordedModel.Names[i]] = Math.Round(model.Weights[i], 4);
        JsonObject root = new() { ["kind"] = Kind, ["weights"] = weights };
        File.WriteAllText(path, root.ToJsonString(Indented) + "\n");
    }

    /// <param name="problem">A sentence that names the file, and the place in it.</param>
    public static bool TryLoad(string path, [NotNullWhen(true)] out RecordedModel? model, [NotNullWhen(false)] out string? problem)
    {
        model = null;
        problem = null;
        try
        {
            using var file = File.OpenRead(path);
            byte[] bytes = new byte[LongestBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > LongestBytes)
                problem = $"The file \"{path}\" is too large for one of weights: over {LongestBytes} bytes.";
            else
                model = Parse(bytes.AsSpan(0, length), path, out problem);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = $"There is no file \"{path}\".";
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException or ArgumentException)
        {
            problem = $"The file \"{path}\" cannot be opened: {denied.Message}";
        }
        return model is not null;
    }

    /// <summary>Each weight must be there, and nothing else: weights of other features would decide by chance.</summary>
    private static RecordedModel? Parse(ReadOnlySpan<byte> utf8, string path, out string? problem)
    {
        List<ConfigError> errors = [];
        float[] weights = new float[RecordedModel.Names.Length];
        if (ConfigNode.Parse(utf8.Trim(" \t\r\n"u8).IsEmpty ? "{}"u8 : utf8, errors) is { } node)
        {
            ConfigReader root = new(node, errors, null), section = root.Section("weights");
            root.OneOf("kind", Kind, new Dictionary<string, string> { [Kind] = Kind });
            for (int i = 0; i < weights.Length; i++)
            {
                string name = RecordedModel.Names[i];
                weights[i] = (float)section.Number(name, 0, -LargestWeight, LargestWeight);
                if (!section.Has(name))
                    section.ErrorAt(name, "This weight is missing.", "The weights of all features are needed.");
            }
            section.End();
            root.End();
        }
        problem = errors.Count == 0 ? null : errors[0].ToText(path);
        return errors.Count == 0 ? new RecordedModel(weights) : null;
    }
}
