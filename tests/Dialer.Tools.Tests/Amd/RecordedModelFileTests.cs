using Dialer.Core.CallProgress;
using Dialer.Server.Configuration;
using Xunit;

namespace Dialer.Tools.Tests.Amd;

public sealed class RecordedModelFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-weights-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Weights_are_read_as_they_were_written()
    {
        RecordedModelFile.Save(Weights, RecordedModel.BuiltIn);
        Assert.True(RecordedModelFile.TryLoad(Weights, out var model, out string? problem), problem);
        Assert.Equal(RecordedModel.BuiltIn.Weights, model.Weights);
    }

    [Theory]
    [InlineData("", "$.weights.phraseSeconds: This weight is missing")]
    [InlineData("{}", "$.weights.phraseSeconds: This weight is missing")]
    [InlineData("[]", "$: An object in braces")]
    [InlineData("{ \"weights\": 5 }", "$.weights: An object in braces")]
    [InlineData("{ \"weights\": {", "This is not valid JSON")]
    [InlineData("{ \"kind\": \"tree\" }", "$.kind: \"tree\" is not one of the words")]
    public void A_file_that_holds_no_weights_is_refused_by_its_place(string text, string says)
    {
        File.WriteAllText(Weights, text);
        Refused(says);
    }

    [Theory]
    [InlineData("flux", "\"0.5\"", "$.weights.flux: A number is expected")]
    [InlineData("flux", "null", "$.weights.flux: This weight is missing")]
    [InlineData("flux", "1e400", "$.weights.flux: 1e400 is out of range. Use -1000 to 1000")]
    [InlineData("flux", "-1e30", "$.weights.flux: -1e30 is out of range")]
    [InlineData("loudness", "0.5", "The field \"loudness\" is not known here")]
    [InlineData("flux\": 1, \"flux", "2", "$.weights.flux: This field is written twice")]
    public void A_weight_that_cannot_be_used_is_named(string name, string value, string says)
    {
        var others = RecordedModel.Names.Where(known => known != "flux" || name == "loudness").Select(known => $"\"{known}\": 0");
        File.WriteAllText(Weights, $"{{ \"weights\": {{ {string.Join(", ", [.. others, $"\"{name}\": {value}"])} }} }}");
        Refused(says);
    }

    [Fact]
    public void A_file_without_an_end_is_read_no_further_than_weights_need()
    {
        File.WriteAllText(Weights, new string(' ', 100_000));
        Refused("too large for one of weights");
    }

    private string Weights => Path.Combine(_folder.FullName, "weights.json");

    private void Refused(string says)
    {
        Assert.False(RecordedModelFile.TryLoad(Weights, out _, out string? problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
        Assert.Contains(Weights, problem, StringComparison.Ordinal);
    }
}
