using System.Text.Json;
using System.Text.Json.Nodes;
using Dialer.Core.CallProgress;

namespace Dialer.Host.Amd;

/// <summary>The second stage's weights as a file that a person can read: one number by each feature's name.</summary>
internal static class RecordedModelFile
{
    private const int LongestBytes = 64 * 1024;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Save(string path, RecordedModel model)
    {
        JsonObject weights = [];
        for (int i = 0; i < RecordedModel.Names.Length; i++) weights[RecordedModel.Names[i]] = Math.Round(model.Weights[i], 4);
        JsonObject root = new() { ["kind"] = "recorded-phrase logistic", ["weights"] = weights };
        File.WriteAllText(path, root.ToJsonString(Indented) + "\n");
    }

    public static bool TryLoad(string path, out RecordedModel? model, out string? problem)
    {
        model = null;
        problem = null;
        try
        {
            if (!File.Exists(path)) problem = $"{path}: no such file";
            else if (new FileInfo(path).Length > LongestBytes) problem = $"{path}: too large for a file of weights";
            else model = Parse(JsonNode.Parse(File.ReadAllText(path)), path, out problem);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            problem = $"{path}: {e.Message}";
        }
        return problem is null;
    }

    private static RecordedModel? Parse(JsonNode? root, string path, out string? problem)
    {
        problem = null;
        float[] weights = new float[RecordedModel.Names.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            string name = RecordedModel.Names[i];
            if (root?["weights"]?[name] is not JsonValue value)
            {
                problem = $"{path}: weights.{name} is missing";
                return null;
            }
            weights[i] = (float)value.GetValue<double>();
        }
        return new RecordedModel(weights);
    }
}
