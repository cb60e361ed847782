namespace AccessReview.Benchmarks;

/// <summary>Megabytes that the server keeps for each circuit after everybody has worked on theirs, against the same circuits just opened:
/// work must not pile up. It tells what the line beside it saw.</summary>
/// <param name="line">That line.</param>
/// <param name="seen">What it saw.</param>
internal sealed class CircuitMemory(Floor line, IMeasuresCircuits seen) : Floor
{
    public override string Name => line.Name + "-memory";

    public override int Size => line.Size;

    public override double Target => 1.5;

    public override int Pairs => 1;

    public override int WarmUps => 0;

    public override Task OursAsync() => line.OursAsync();

    public override Task FloorAsync() => line.FloorAsync();

    /// <summary>Runs the line first when it was not asked for itself.</summary>
    public override async Task PrepareAsync(int size)
    {
        if (seen.Circuits is null)
        {
            await line.PrepareAsync(size);
            try
            {
                await line.MeasureAsync(Side.Ours, size);
            }
            finally
            {
                await line.CleanUpAsync();
            }
        }
    }

    public override Task<double> MeasureAsync(Side side, int size) =>
        Task.FromResult(side == Side.Ours ? seen.Circuits!.Value.Worked : seen.Circuits!.Value.Opened);
}
